/// What each of the three programs is as a container: settings from the environment, one log line per event on
/// standard error, health and metrics on a port of their own, exit codes a pod can act on, and an orderly end on SIGTERM.
package gitdav.program;
