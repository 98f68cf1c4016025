package gitdav.program;

import java.util.Arrays;
import java.util.Optional;

/// The system's errors that people meet with volumes (errno(3)): what each means there, and where to look. Java has no number
/// for them, only the words of the C library.
enum Errno {

    /// The disk is full.
    ENOSPC("No space left on device", "its disk is full, or has no inode left; make the volume larger"
            + " (resources.requests.storage of its claim, sizeLimit of an emptyDir), or delete something there"),
    /// A quota is used up.
    EDQUOT("Disk quota exceeded",
            "its quota is used up; raise the quota of the user, project or namespace, or delete something there"),
    /// The volume is mounted read-only.
    EROFS("Read-only file system", "it is mounted read-only; look at readOnly of the volume and its volumeMounts in the"
            + " manifest, and whether its disk has failed: a kernel makes that read-only, too"),
    /// A right is missing.
    EACCES("Permission denied", "permission denied"),
    /// Only the owner may do it, or root.
    EPERM("Operation not permitted", "only its owner may do that"),
    /// A name is too long for the file system.
    ENAMETOOLONG("File name too long",
            "the name is longer than the file system allows (255 bytes for most); rename it"),
    /// The file system does not take a name or a value.
    EINVAL("Invalid argument", "the file system does not take this name or value; some take no : ? * \" < > | and no"
            + " \\ in names: rename it, or use a StorageClass with a file system of Linux"),
    /// The file system lacks a function.
    ENOSYS("Function not implemented",
            "the file system has no such function; use a StorageClass with another file system"),
    /// The file system lacks a function, too.
    EOPNOTSUPP("Operation not supported",
            "the file system has no such function; use a StorageClass with another file system"),
    /// Another file system is mounted there.
    EXDEV("Invalid cross-device link",
            "another file system is mounted there, into which nothing can be moved; mount nothing"
                    + " inside the data volume (mountPath in volumeMounts)"),
    /// Another file system is mounted there, too, or a device works there.
    EBUSY("Device or resource busy", "another file system is mounted there, or a program keeps it in use; mount nothing"
            + " inside the data volume (mountPath in volumeMounts)"),
    /// Links lead to one another.
    ELOOP("Too many levels of symbolic links", "it is a link where a file or a folder is expected; delete the link"),
    /// The file system holds no file of that size.
    EFBIG("File too large",
            "the file is larger than its file system takes (4 GiB for FAT), or than the process may write"
                    + " (ulimit -f); use a StorageClass with another file system"),
    /// A folder holds no more folders, or a file has no more names.
    EMLINK("Too many links", "its file system takes no more folders there, or no more names of one file; use a"
            + " StorageClass with another file system"),
    /// A program runs from it.
    ETXTBSY("Text file busy", "a program runs from this file; end the program"),
    /// A folder has the name of a file.
    EISDIR("Is a directory", "a folder is there, where a file is expected; rename or delete the folder"),
    /// The name is taken.
    EEXIST("File exists", "something of that name is there, or of one that the file system takes for the same;"
            + " rename one of them"),
    /// Something is in the folder.
    ENOTEMPTY("Directory not empty", "the folder is not empty; move what is in it, or delete it"),
    /// The file system does not take the bytes of a name.
    EILSEQ("Invalid or incomplete multibyte or wide character",
            "the name is not in the encoding that the file system takes"
                    + " (UTF-8 for most); rename it"),
    /// The disk fails.
    EIO("Input/output error", "its disk or the line to it has failed; look at the kernel's log on the node, and at the"
            + " disk, before anything is written there again"),
    /// The file system is damaged.
    EUCLEAN("Structure needs cleaning",
            "its file system is damaged; unmount the volume and check it (fsck, xfs_repair)"),
    /// An NFS server no longer knows the file.
    ESTALE("Stale file handle",
            "its file server no longer knows it; start the pod again, which mounts the volume again"),
    /// A FUSE process has ended.
    ENOTCONN("Transport endpoint is not connected",
            "the process that serves its file system has ended; start the pod again, which mounts the volume again"),
    /// The process has too many files open.
    EMFILE("Too many open files", "the process has as many files open as it may;"
            + " raise its limit (ulimit -n, LimitNOFILE of the container runtime)"),
    /// The node has too many files open.
    ENFILE("Too many open files in system", "the node has as many files open as it may; raise fs.file-max there");

    private final String words;
    private final String meaning;

    Errno(String words, String meaning) {
        this.words = words;
        this.meaning = meaning;
    }

    /// @param message of an exception, which may be nothing but the C library's words
    static Optional<Errno> of(String message) {
        return Arrays.stream(values()).filter(errno -> errno.words.equals(message)).findFirst();
    }

    /// What it means for the file or folder that it is about, and what to change.
    String meaning() {
        return meaning;
    }

    /// Whether a message ends with it.
    boolean ends(String message) {
        return message.endsWith(words);
    }

    /// The message with its meaning in its place.
    String in(String message) {
        return message.substring(0, message.length() - words.length()) + meaning;
    }
}
