package gitdav.remote;

import java.io.IOException;

/// One branch, where the remote keeps it: in a repository, or in a bucket. Not for use by several threads.
interface RemoteBranch extends AutoCloseable {

    /// Instead of a number of commits: those that the store lacks, up to where its history is cut off.
    int EVERYTHING_NEW = 0;

    /// Brings the branch's commits into the store, and makes the store's remote-tracking branch say what the remote has;
    /// if that is nothing, there is no such branch any more.
    ///
    /// @param depth how many commits to bring, if the remote can bring a part of them
    /// @param onProgress called whenever bytes have moved
    /// @throws RemoteException if the remote cannot be reached, or has branches but not ours
    void fetch(int depth, Runnable onProgress) throws IOException;

    /// Adds the store's commits to the branch; returns only once the remote has confirmed that it has them.
    ///
    /// @param onProgress called whenever bytes have moved
    /// @throws RemoteException if the remote cannot be reached or does not take them
    void push(Runnable onProgress) throws IOException;

    @Override
    void close();
}
