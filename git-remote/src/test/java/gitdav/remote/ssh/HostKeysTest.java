package gitdav.remote.ssh;

import gitdav.remote.ssh.KnownHosts.Address;
import gitdav.servers.SshKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// Which servers are trusted without a word from the user, and which are not. GitRemoteTest has the rest.
class HostKeysTest {

    private static final PublicKey SOMEBODY = SshKey.generate().pair().getPublic();

    @TempDir
    private Path dir;

    @Test
    void everyWellKnownKeyHasTheFingerprintThatItsOwnerPublishes() throws IOException {
        String published = "";
        int keys = 0;
        for (String line : wellKnownHosts()) {
            if (line.startsWith("# SHA256:")) {
                published = line.substring("# ".length());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                PublicKey key = key(line.substring(line.indexOf(' ') + 1));
                assertThat(KeyUtils.getFingerPrint(BuiltinDigests.sha256, key)).as(line).isEqualTo(published);
                keys++;
            }
        }
        assertThat(keys).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
    void publicServersAreKnownByTheirPublishedKeys(String host) throws Exception {
        for (HostKeys.Policy policy : HostKeys.Policy.values()) {
            for (PublicKey published : WellKnownHosts.keysOf(Address.of(host))) {
                assertThat(accepted(hostKeys(policy, ""), host, published)).isTrue();
            }
            HostKeys hostKeys = hostKeys(policy, "");
            assertThat(accepted(hostKeys, host, SOMEBODY)).isFalse();
            assertThat(hostKeys.refusal().orElseThrow()).containsSubsequence("has changed", "SHA256:", "SHA256:");
        }
    }

    @Test
    void pinnedKeyWinsOverThePublishedOnes() throws Exception {
        HostKeys pinned = hostKeys(HostKeys.Policy.STRICT, "github.com " + PublicKeyEntry.toString(SOMEBODY) + "\n");

        assertThat(accepted(pinned, "github.com", SOMEBODY)).isTrue();
        assertThat(accepted(pinned, "github.com", WellKnownHosts.keysOf(Address.of("github.com")).getFirst()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"github.com:2222", "[github.com]:2222", "github.com.example.org", "example.org", "127.0.0.1"})
    void otherServersAreNotWellKnown(String address) throws Exception {
        assertThat(WellKnownHosts.keysOf(Address.of(address))).isEmpty();
        assertThat(accepted(hostKeys(HostKeys.Policy.STRICT, ""), address, SOMEBODY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example ssh-ed25519 AAAAC3Nza!!!damaged", "other.example",
            "other.example ssh-ed25519",
            "|1|broken ssh-ed25519 AAAA", "@revoked", "@unknown other.example ssh-ed25519 AAAA", "\u00ff\0\u00fe",
            "other.example ssh-unknown AAAAC3NzaC1lZDI1NTE5", "git.example.org ssh-ed25519 AAAAdamaged",
            "[x]:99999999 ssh-rsa A"})
    void damagedLineSaysNothingAboutOtherLines(String damaged) throws Exception {
        HostKeys known = hostKeys(HostKeys.Policy.STRICT,
                damaged + "\n\n# comment\ngit.example.org " + PublicKeyEntry.toString(SOMEBODY) + "\n" + damaged);

        assertThat(accepted(known, "git.example.org", SOMEBODY)).isTrue();
        assertThat(accepted(known, "other.example", SOMEBODY)).isFalse();
    }

    @Test
    void revokedKeyIsRefusedWithThatReason() throws Exception {
        String key = PublicKeyEntry.toString(SOMEBODY);
        for (HostKeys.Policy policy : HostKeys.Policy.values()) {
            HostKeys revoked = hostKeys(policy, "@revoked * " + key + "\ngit.example.org " + key + "\n");

            assertThat(accepted(revoked, "git.example.org", SOMEBODY)).isFalse();
            assertThat(revoked.refusal().orElseThrow()).contains("is revoked", "SHA256:", "@revoked",
                    "SSH_KNOWN_HOSTS_FILE");
            assertThat(dir.resolve("remembered")).doesNotExist();
        }
    }

    @Test
    void certificateAuthorityIsNoHostKey() throws Exception {
        HostKeys hostKeys = hostKeys(HostKeys.Policy.STRICT,
                "@cert-authority *.example.org " + PublicKeyEntry.toString(SOMEBODY) + "\n");

        assertThat(accepted(hostKeys, "git.example.org", SOMEBODY)).isFalse();
        assertThat(hostKeys.refusal().orElseThrow()).contains("is not known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]", "[::1]:22", "fe80::1%eth0", "[::1]:2222", "git.example.org:2222",
            "[git.example.org]:2222", "10.0.0.1"})
    void serverIsRememberedInTheFormInWhichItIsFound(String address) throws Exception {
        HostKeys hostKeys = hostKeys(HostKeys.Policy.ACCEPT_NEW, "");

        assertThat(accepted(hostKeys, address, SOMEBODY)).isTrue();

        assertThat(dir.resolve("remembered")).content().contains(Address.of(address) + " ssh-ed25519 ").hasLineCount(1);
        assertThat(accepted(hostKeys, address, SOMEBODY)).isTrue();
        assertThat(dir.resolve("remembered")).content().hasLineCount(1);
        assertThat(accepted(hostKeys, address, SshKey.generate().pair().getPublic())).isFalse();
        assertThat(hostKeys.refusal().orElseThrow()).contains("has changed");
    }

    @ParameterizedTest
    @CsvSource({"0:0:0:0:0:0:0:1, ::1", "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
            "fe80:0:0:0:0:0:0:1%eth0, fe80::1%eth0",
            "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:3:4:5:6", "0:0:0:0:0:0:0:0, ::", "git.example.org, git.example.org"})
    void addressIsLookedUpAsProgramsWriteIt(String asked, String written) {
        assertThat(Address.of("[" + asked + "]:22")).hasToString(written);
        assertThat(Address.of("[" + asked + "]:2222")).hasToString("[" + written + "]:2222");
    }

    private HostKeys hostKeys(HostKeys.Policy policy, String knownHosts) throws IOException {
        return new HostKeys(policy, Optional.of(Files.writeString(dir.resolve("known_hosts"), knownHosts)),
                dir.resolve("remembered"));
    }

    private static boolean accepted(HostKeys hostKeys, String host, PublicKey key) {
        return hostKeys.accept(host, InetSocketAddress.createUnresolved(host, 22), key, new NoConfiguration(), null);
    }

    private static PublicKey key(String text) {
        try {
            return PublicKeyEntry.parsePublicKeyEntry(text).resolvePublicKey(null, null, null);
        } catch (Exception e) {
            throw new AssertionError(text, e);
        }
    }

    private static List<String> wellKnownHosts() throws IOException {
        try (InputStream in = WellKnownHosts.class.getResourceAsStream("well_known_hosts")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /// What a session says of its configuration; only the user's name is ever asked for.
    private static final class NoConfiguration implements ServerKeyDatabase.Configuration {

        @Override
        public List<String> getUserKnownHostsFiles() {
            return List.of();
        }

        @Override
        public List<String> getGlobalKnownHostsFiles() {
            return List.of();
        }

        @Override
        public StrictHostKeyChecking getStrictHostKeyChecking() {
            return StrictHostKeyChecking.REQUIRE_MATCH;
        }

        @Override
        public boolean getHashKnownHosts() {
            return false;
        }

        @Override
        public String getUsername() {
            return "git";
        }
    }
}
