/// The share as it was: old versions in `/.history/`, and a share that goes back to one.
package gitdav.e2e.history;
