/// What people with a browser see: [a folder as a page][FolderPage] and [as a zip][FolderZip]. The script and the style of
/// the page lie beside this package among the resources, one file for each subject, `main.js` first. They speak plain
/// WebDAV: there is no other way to change anything than for every client. `docs/browser.md` says what the page can do.
package gitdav.webdav.page;
