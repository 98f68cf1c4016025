/// The backup's place, somewhere else: [GitRemote] fetches and pushes, [RemoteUrl] says where to, and [RemoteOptions] are
/// the settings. Each kind of place is a [RemoteBranch]; the way there is another package's, `ssh`, `https` or `bucket`,
/// and whether the repository is one that we write to, `format`'s.
/// Whatever goes wrong becomes one line for a person, with the setting to look at ([RemoteException]).
package gitdav.remote;
