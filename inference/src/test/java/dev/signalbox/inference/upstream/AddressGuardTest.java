package dev.signalbox.inference.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private final AddressGuard open = guard(AddressPolicy.LOCAL_ALLOWED, List.of());
    private final AddressGuard strict = guard(AddressPolicy.PUBLIC_ONLY, List.of());

    private static AddressGuard guard(AddressPolicy policy, List<String> hosts, Integer... ports) {
        return new AddressGuard(TestUpstream.places(policy, hosts, List.of(ports)), policy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://169.254.1.1",
                "http://0.0.0.0:11434",
                "http://0.1.2.3",
                "http://[::]:8000",
                "http://[fe80::1]",
                "http://224.0.0.1",
                "http://255.255.255.255",
                "http://168.63.129.16",
                "http://100.100.100.200",
                "http://192.0.0.192",
                "http://[fd00:ec2::254]",
                "http://[::ffff:169.254.169.254]",
                "http://[::ffff:a9fe:a9fe]",
                "http://[64:ff9b::a9fe:a9fe]",
                "http://[2002:a9fe:a9fe::1]",
                "http://metadata.google.internal/computeMetadata/v1/",
                "http://METADATA.google.internal./",
                "http://2852039166/",
                "http://0xa9fea9fe/",
                "http://0xa9.0xfe.0xa9.0xfe/",
                "http://0251.0376.0251.0376/",
                "http://169.254.43518/",
                "http://169.254.169.254./",
                "http://0177.0.0.1",
                "http://127.1",
                "http://user@gpu:8000",
                "http://user:secret@gpu",
                "http://gpu:8000@169.254.169.254",
                "http:///v1",
                "http:gpu",
                "//gpu",
                "gpu",
                "ftp://gpu",
                "file:///etc/passwd",
                "gopher://gpu:8000/_x",
                "jar:http://gpu!/x",
                "http://gpu:22",
                "http://gpu:25",
                "http://127.0.0.1:2375/containers",
                "http://127.0.0.1:5432",
                "http://127.0.0.1:6379",
                "http://gp u",
                "http://①②⑦.⓪.⓪.①",
                "http://gpu\r\nHost: other"
            })
    void neverLetsThrough(String url) {
        assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> open.check(url));
        AddressGuard listed =
                guard(AddressPolicy.PUBLIC_ONLY, List.of("0.0.0.0/0", "::/0", "metadata.google.internal"));
        assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> listed.check(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:11434",
                "http://[::1]:8000",
                "http://10.0.0.1",
                "http://172.16.0.1",
                "http://192.168.1.1",
                "http://100.64.0.7",
                "http://[fd12::1]",
                "http://[::ffff:127.0.0.1]",
                "http://[64:ff9b::7f00:1]"
            })
    void letsLocalOnesThroughWhereAllowed(String url) {
        assertThatNoException().isThrownBy(() -> open.check(url));
        assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> strict.check(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://8.8.8.8/v1", "HTTPS://api.openai.com/v1", "http://gpu:8000", "http://gpu.:8000/"})
    void letsPublicOnesAndNamesThrough(String url) {
        assertThatNoException().isThrownBy(() -> open.check(url));
        assertThatNoException().isThrownBy(() -> strict.check(url));
    }

    @Test
    void leavesOfANameOnlyTheAddressesThatAreAllowed() {
        var good = address("8.8.8.8");
        var rebound = address("127.0.0.1");

        assertThat(List.<Object>copyOf(strict.filter("gpu", List.of(rebound, good))))
                .containsExactly(good);
        assertThatExceptionOfType(AddressRefusedException.class)
                .isThrownBy(() -> strict.filter("gpu", List.of(rebound)));
        assertThatExceptionOfType(AddressRefusedException.class)
                .isThrownBy(() -> open.filter("gpu", List.of(address("169.254.169.254"), address("::"))));
    }

    @ParameterizedTest
    @CsvSource({
        "gpu1.lan, 10.0.0.9, true",
        "GPU1.lan., 10.0.0.9, true",
        "gpu2.lan, 10.0.0.9, false",
        "a.gpu.lan, 10.0.0.9, true",
        "agpu.lan, 10.0.0.9, false",
        "other, 10.1.2.3, true",
        "other, 10.2.0.77, true",
        "other, 10.3.0.77, false",
        "other, fd12::7, true",
        "gpu1.lan, 169.254.169.254, false",
        "other, fd00:ec2::254, false"
    })
    void listedPlacesAreFineThoughTheyAreNotPublic(String host, String address, boolean allowed) {
        AddressGuard listed = guard(
                AddressPolicy.PUBLIC_ONLY,
                List.of("gpu1.lan", "*.gpu.lan", "10.1.2.3", "10.2.0.0/16", "fd00::/8", " "));
        if (allowed) {
            assertThatNoException().isThrownBy(() -> listed.filter(host, List.of(address(address))));
        } else {
            assertThatExceptionOfType(AddressRefusedException.class)
                    .isThrownBy(() -> listed.filter(host, List.of(address(address))));
        }
    }

    @Test
    void onlyListedPortsWhereThereIsAList() {
        AddressGuard web = guard(AddressPolicy.LOCAL_ALLOWED, List.of(), 443, 8000);

        assertThatNoException().isThrownBy(() -> web.check("http://gpu:8000"));
        assertThatNoException().isThrownBy(() -> web.check("https://gpu"));
        assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> web.check("http://gpu:8001"));
        assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> web.check("http://gpu"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, LOCAL_ALLOWED",
        "::1, LOCAL_ALLOWED",
        "localhost, LOCAL_ALLOWED",
        "0.0.0.0, PUBLIC_ONLY",
        "192.168.1.7, PUBLIC_ONLY",
        "::, PUBLIC_ONLY"
    })
    void thePolicyOfANodeThatSaysNothing(String bind, AddressPolicy expected) {
        assertThat(TestUpstream.patient().policyOn(new NodeProperties(bind))).isEqualTo(expected);
        assertThat(TestUpstream.places(AddressPolicy.LOCAL_ALLOWED, List.of(), List.of())
                        .policyOn(new NodeProperties(bind)))
                .isEqualTo(AddressPolicy.LOCAL_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/99", "http://gpu", "gpu:8000", "1.2.3"})
    void listsThatCanNotBeRead(String entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> guard(AddressPolicy.PUBLIC_ONLY, List.of(entry)));
    }

    private static InetSocketAddress address(String address) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), 443);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
