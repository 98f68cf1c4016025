package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.page.FolderPage;
import gitdav.webdav.page.FolderZip;
import gitdav.webdav.protocol.SharePath;
import io.milton.http.Request.Method;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.util.List;

/// What a browser gets of a folder: a page, or with `?zip` all that is in it.
///
/// @param members for the page
/// @param source for the zip
/// @param isWritable whether the user may change anything
/// @param hasHistory whether old versions can be asked for
record FolderAnswer(DavRequest request, DavResponse response, Entry folder, FolderPage.Members members,
        FolderZip.Source source,
        boolean isWritable, boolean hasHistory) {

    void send() throws IOException {
        response.setCacheControlNoCacheHeader();
        if (request.query().has("zip")) {
            sendZip();
        } else {
            sendPage();
        }
    }

    /// Also for HEAD, whose body the server discards and whose headers are the ones of GET.
    private void sendPage() throws IOException {
        String nonce = FolderPage.newNonce();
        response.setContentTypeHeader("text/html;charset=utf-8");
        response.setNonStandardHeader("Content-Security-Policy", FolderPage.policy(nonce));
        response.setStatus(Status.SC_OK);
        new FolderPage(folder, members, request.linkPrefix(), isWritable,
                hasHistory, request.memory()).writeTo(response.getOutputStream(), nonce);
    }

    private void sendZip() throws IOException {
        var zip = new FolderZip(folder, source, request.memory());
        zip.requireMemory();
        SharePath path = folder.path();
        String name = new SharePath(List.of((path.isRoot() ? "share" : path.name()) + ".zip")).encoded()
                .substring(1).replace("'", "%27").replace("(", "%28").replace(")", "%29").replace("*", "%2A");
        response.setContentTypeHeader("application/zip");
        // RFC 8187: any name.
        response.setNonStandardHeader("Content-Disposition", "attachment; filename*=UTF-8''" + name);
        response.setStatus(Status.SC_OK);
        if (request.getMethod() != Method.HEAD) {
            zip.writeTo(response.getOutputStream());
        }
    }
}
