package gitdav.e2e.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// The forms in which a secret can turn up where it does not belong: as it is, in hexadecimal, and in base64 of either
/// alphabet, begun at any byte, also when that was put into base64 once more.
///
/// @param pieces none of which may be found; a piece is long enough not to be there by chance
record SecretForms(String name, List<String> pieces) {

    private static final int PIECE = 14;

    static SecretForms of(String name, byte[] secret) {
        var forms = new ArrayList<String>();
        forms.add(new String(secret, StandardCharsets.ISO_8859_1));
        forms.add(HexFormat.of().formatHex(secret));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[secret.length + shift];
            System.arraycopy(secret, 0, shifted, shift, secret.length);
            String base64 = inner(Base64.getEncoder().withoutPadding().encodeToString(shifted));
            forms.add(base64);
            forms.add(base64.replace('+', '-').replace('/', '_'));
            for (int outer = 0; outer < 3; outer++) {
                String twice = " ".repeat(outer) + base64;
                forms.add(inner(Base64.getEncoder().withoutPadding()
                        .encodeToString(twice.getBytes(StandardCharsets.ISO_8859_1))));
            }
        }
        return new SecretForms(name, forms.stream().flatMap(form -> pieces(form).stream()).toList());
    }

    static SecretForms of(String name, String secret) {
        return of(name, secret.getBytes(StandardCharsets.UTF_8));
    }

    /// The first of the pieces that a text has.
    List<String> foundIn(String text) {
        return pieces.stream().filter(text::contains).limit(1).toList();
    }

    /// Without the first and last characters, which depend on what is before and after.
    private static String inner(String base64) {
        return base64.substring(4, base64.length() - 2);
    }

    private static List<String> pieces(String form) {
        if (form.length() <= PIECE) {
            return List.of(form);
        }
        String[] pieces = new String[form.length() / PIECE];
        Arrays.setAll(pieces, i -> form.substring(i * PIECE, (i + 1) * PIECE));
        return List.of(pieces);
    }
}
