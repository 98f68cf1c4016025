package gitdav.benchmark;

import java.util.Locale;

/// A row of the table: one kind of request. The figure is requests per second, for the big file MiB per second; more is
/// better.
enum Row {
    /// Downloads of 4 KiB files.
    GET4K(16),
    /// The same over 256 connections.
    GET4K_C256(256),
    /// Downloads of 1 MiB.
    GET1M(4),
    /// One download of the big file.
    GETBIG(1),
    /// PROPFIND of a file, all properties.
    PROPFIND0(16),
    /// PROPFIND of a folder of 100 files, Depth 1.
    PROPFIND100(16),
    /// PROPFIND of a folder of 10,000 files, Depth 1.
    PROPFIND10K(2),
    /// Uploads of new 4 KiB files.
    PUT4K(16),
    /// Uploads that replace 4 KiB files.
    OVERWRITE4K(16),
    /// One upload of the big file.
    PUTBIG(1),
    /// New folders.
    MKCOL(16),
    /// Copies of a file of 1 MiB over earlier copies.
    COPY1M(4);

    private final int connections;

    Row(int connections) {
        this.connections = connections;
    }

    /// Connections that ask at the same time.
    int connections() {
        return connections;
    }

    /// Whether it is one transfer, which has a speed and no rate.
    boolean isOneTransfer() {
        return this == GETBIG || this == PUTBIG;
    }

    /// What it is called in the table and in `requests.lua`, where the number of connections makes no difference.
    String request() {
        return toString().replaceFirst("_c\\d+$", "");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
