/// What the three programs agree on about the data volume: the names in its reserved folder ([VolumeLayout]), and the one
/// file there that one program writes and another reads ([LockFile]).
///
/// Every program that may write the volume is a stranger to the others: what is read back is parsed strictly.
package gitdav.contract;
