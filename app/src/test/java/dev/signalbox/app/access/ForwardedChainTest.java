package dev.signalbox.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.app.StartupRefusal;
import dev.signalbox.app.access.ForwardedChain.Way;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedChainTest {

    private final ForwardedChain chain = new ForwardedChain(List.of("10.0.0.0/8", "2001:db8::/32"));

    @Test
    void aStrangersClaimIsNotLookedAt() {
        assertThat(chain.of("192.0.2.1", List.of("198.51.100.7"))).isEqualTo(new Way("192.0.2.1", List.of()));
    }

    @Test
    void nobodyIsTrustedByDefault() {
        assertThat(new ForwardedChain(List.of("")).of("127.0.0.1", List.of("198.51.100.7")))
                .isEqualTo(new Way("127.0.0.1", List.of()));
    }

    @Test
    void theClientIsWhoTheOutermostTrustedProxySaw() {
        assertThat(chain.of("10.0.0.1", List.of("6.6.6.6, 198.51.100.7", "10.0.0.2")))
                .isEqualTo(new Way("198.51.100.7", List.of("198.51.100.7", "10.0.0.2")));
    }

    @Test
    void portsAndBracketsAreNoPartOfAnAddress() {
        assertThat(chain.of("10.0.0.1", List.of("[2001:db9::7]:4711")).client()).isEqualTo("2001:db9::7");
        assertThat(chain.of("2001:db8::1", List.of("198.51.100.7:80")).client()).isEqualTo("198.51.100.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "unknown", "_hidden", "evil.example.com", "1.2.3.4.5", "::::", "999.1.1.1", "\r\nx", "1"})
    void whatIsNoAddressEndsTheChain(String claim) {
        assertThat(chain.of("10.0.0.1", List.of(claim + ", 10.0.0.9")))
                .isEqualTo(new Way("10.0.0.9", List.of("10.0.0.9")));
    }

    @Test
    void aChainHasABound() {
        assertThat(chain.of("10.0.0.1", Collections.nCopies(1000, "10.0.0.2")).chain())
                .hasSize(20);
    }

    @Test
    void aProxyThatIsNoAddressKeepsTheNodeFromStarting() {
        assertThatThrownBy(() -> new ForwardedChain(List.of("proxy/8")))
                .isInstanceOf(StartupRefusal.class)
                .hasMessageContaining("signalbox.trusted-proxies");
    }
}
