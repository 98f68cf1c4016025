/// Files and folders, and nothing of what is in them: what the system knows of a file ([FileStat]), and how something is
/// written so that a power cut leaves it out or leaves it whole ([DurableFiles]). What Java has no name for is asked of
/// Linux itself ([SystemCall]). For all programs, whatever they have files for.
package gitdav.files;
