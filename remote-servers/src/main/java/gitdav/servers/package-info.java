/// Servers that others have written, started by the tests to keep backups on. No part of the pod.
package gitdav.servers;
