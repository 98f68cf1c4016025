package gitdav.container;

import java.util.regex.Pattern;

/// Takes private keys out of whatever is about to be printed.
///
/// Secrets are kept out of messages where these are made. This is the net below: a key that was pasted into the wrong
/// setting, or behind a misspelt one, is quoted like any wrong value.
final class Secrets {

    /// A key file as it is, and a key file in base64: both begin with `-----BEGIN`.
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN(?s:.*)|LS0tLS1CRUdJTi[^@\\s]*");
    /// The same, up to the end of the JSON string that it is in.
    private static final Pattern PRIVATE_KEY_IN_JSON = Pattern
            .compile("(?:-----BEGIN|LS0tLS1CRUdJTi)(?:[^\"\\\\]++|\\\\.)*+");

    private Secrets() {}

    static String masked(String text) {
        return PRIVATE_KEY.matcher(text).replaceAll("***");
    }

    /// @param json in which every string that holds a key is cut off where the key begins
    static String maskedInJson(String json) {
        return PRIVATE_KEY_IN_JSON.matcher(json).replaceAll("***");
    }
}
