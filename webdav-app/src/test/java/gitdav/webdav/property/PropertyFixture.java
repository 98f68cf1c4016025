package gitdav.webdav.property;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;

/// A share with a file whose properties can be set.
abstract class PropertyFixture extends WebdavTest {

    @BeforeEach
    void storeFile() throws Exception {
        put("/file", "content");
    }

    String set(String path, String property) throws Exception {
        return send("PROPPATCH", path, "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop>" + property
                + "</D:prop></D:set></D:propertyupdate>").body();
    }

    String allprop(String path) throws Exception {
        return send("PROPFIND", path, "", "Depth", "0").body();
    }

    String propfind(String path, String wanted) throws Exception {
        return send("PROPFIND", path, "<propfind xmlns='DAV:'>" + wanted + "</propfind>", "Depth", "0").body();
    }
}
