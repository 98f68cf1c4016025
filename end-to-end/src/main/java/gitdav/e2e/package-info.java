/// The three programs together, as they are shipped: what the tests of this module start and stop.
package gitdav.e2e;
