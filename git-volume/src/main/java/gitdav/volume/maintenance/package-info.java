/// Keeps the git store whole and small: [StoreCheck] finds damage (git's own word is `fsck`), [StoreRepair] makes a new
/// store and rescues what only the old one has, [GarbageCollection] tidies up.
package gitdav.volume.maintenance;
