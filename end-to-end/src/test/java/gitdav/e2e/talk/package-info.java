/// What is shown and taught: the walkthrough, its recording, the slides, and the exercises with their solutions.
package gitdav.e2e.talk;
