/// Two histories become one, file by file and never line by line: [TreeMerge] decides what the files are then. With a
/// volume in use the [LiveMerge] does it, under the eyes of the application's clients ([LiveUpdate]); before the
/// application starts, a [StateMerge].
package gitdav.volume.merge;
