/// The pages of the documentation: every link leads somewhere, and every setting is as the programs declare it.
package gitdav.e2e.document;
