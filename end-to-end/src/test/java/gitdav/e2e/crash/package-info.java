/// `kill -9` and damage at random moments: nothing that was acknowledged is lost, and the next start puts the rest right.
package gitdav.e2e.crash;
