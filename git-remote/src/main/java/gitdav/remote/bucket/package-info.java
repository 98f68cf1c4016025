/// A backup in a bucket of an S3 store: standard git bundles, and one small object, the [Manifest], that says which of them
/// belong together. Read [BundleRepository] first. Knows commits and git's repositories, and nothing of volumes.
package gitdav.remote.bucket;
