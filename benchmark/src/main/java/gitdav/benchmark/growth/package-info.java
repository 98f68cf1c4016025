/// How the programs' processor time, memory and disk space grow with the share, its history, and the number of shares.
package gitdav.benchmark.growth;
