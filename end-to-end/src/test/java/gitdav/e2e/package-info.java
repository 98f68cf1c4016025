/// Tests of the three programs together, as they are shipped: as processes and as containers.
///
/// What the tests start and stop is in `pod`. What the programs do is shown by `share`, `backup`, `history` and `remote`; what
/// disks and kills do to them, by `volume` and `crash`; what people read, by `message` and `browser`. `container` and
/// `manifest` have the pod as a cluster has it, `document` and `talk` what is said of it.
package gitdav.e2e;
