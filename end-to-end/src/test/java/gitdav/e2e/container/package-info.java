/// The pod of containers: the images of this build, with the rights and the networks that they have in a cluster.
package gitdav.e2e.container;
