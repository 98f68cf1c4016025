/// From a commit to files: [VolumeUpdate] brings a volume that is not in use from one state to another, and may be killed at
/// any moment. [TreeDiff] says what has to change, [Checkout] writes it, [UpdateJournal] is the note to go on by.
package gitdav.volume.restore;
