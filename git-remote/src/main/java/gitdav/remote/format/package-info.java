/// What kind of repository a remote is: whether its format is one that we write ([RepositoryFormat]), as its configuration
/// says, or its server at the beginning of what it says ([FirstWords]).
package gitdav.remote.format;
