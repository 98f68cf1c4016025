/// What a cluster is given: the manifests, their overlays, and the rights that they give to a pod.
package gitdav.e2e.manifest;
