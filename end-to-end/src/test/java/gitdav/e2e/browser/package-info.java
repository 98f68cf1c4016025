/// The page for people, as they use it in a real browser.
package gitdav.e2e.browser;
