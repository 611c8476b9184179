package dev.signalbox.inference.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private final AddressGuard open = new AddressGuard(true);
    private final AddressGuard strict = new AddressGuard(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.1.1",
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "fe80::1",
                "224.0.0.1",
                "100.100.100.200",
                "fd00:ec2::254",
                "[fd00:ec2::254]",
                "::ffff:169.254.169.254"
            })
    void neverLetsThrough(String host) {
        assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> open.checkLiteral(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "fd12::1"})
    void letsPrivateOnesThroughWhereAllowed(String host) {
        assertThatNoException().isThrownBy(() -> open.checkLiteral(host));
        assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> strict.checkLiteral(host));
    }

    @Test
    void leavesOfANameOnlyTheAddressesThatAreAllowed() throws UnknownHostException {
        var good = new InetSocketAddress(InetAddress.getByName("8.8.8.8"), 443);
        var rebound = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 443);

        assertThat(List.<Object>copyOf(strict.filter(List.of(rebound, good)))).containsExactly(good);
        assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> strict.filter(List.of(rebound)));
    }
}
