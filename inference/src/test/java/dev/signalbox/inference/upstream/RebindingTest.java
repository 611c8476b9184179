package dev.signalbox.inference.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real connections by names that a name service of the test's own answers for, each time anew. */
class RebindingTest {

    private final FakeUpstream upstream = new FakeUpstream()
            .will((asked, response) ->
                    response.header("connection", "close").sendString(reactor.core.publisher.Mono.just("{}")));
    private final Names names = new Names();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aNameThatSuddenlyLeadsElsewhereIsNotFollowed() {
        TestUpstream local = create(AddressPolicy.LOCAL_ALLOWED, List.of());
        names.answer("127.0.0.1");
        assertThat(get(local)).isEqualTo(200);

        for (String elsewhere : List.of("169.254.169.254", "0.0.0.0", "::", "fe80::1", "::ffff:169.254.169.254")) {
            names.answer(elsewhere);
            assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> get(local));
        }

        names.answer("127.0.0.1");
        assertThat(get(local)).isEqualTo(200);
        assertThat(names.asked).hasValue(7);
        local.http().destroy();
    }

    @Test
    void ofSeveralAddressesOnlyAllowedOnesAreTried() {
        TestUpstream local = create(AddressPolicy.LOCAL_ALLOWED, List.of());
        names.answer("169.254.169.254", "127.0.0.1");

        assertThat(get(local)).isEqualTo(200);
        local.http().destroy();
    }

    @Test
    void aPublicNameDoesNotLeadIntoTheNetwork() {
        TestUpstream strict = create(AddressPolicy.PUBLIC_ONLY, List.of("other.example"));
        names.answer("127.0.0.1");

        assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> get(strict));
        assertThat(upstream.asked).isEmpty();
        strict.http().destroy();
    }

    @Test
    void aListedNameDoes() {
        TestUpstream strict = create(AddressPolicy.PUBLIC_ONLY, List.of("provider.example"));
        names.answer("127.0.0.1");

        assertThat(get(strict)).isEqualTo(200);
        strict.http().destroy();
    }

    @Test
    void redirectsAreNotFollowed() {
        TestUpstream local = create(AddressPolicy.LOCAL_ALLOWED, List.of());
        names.answer("127.0.0.1");
        upstream.will(FakeUpstream.status(302, "", "location", upstream.baseUrl() + "/elsewhere"));

        assertThat(get(local)).isEqualTo(302);
        assertThat(upstream.asked).hasSize(1);
        local.http().destroy();
    }

    private TestUpstream create(AddressPolicy policy, List<String> hosts) {
        return TestUpstream.create(
                InferenceFixtures.vault(), TestUpstream.places(policy, hosts, List.of()), names.group());
    }

    private int get(TestUpstream client) {
        String url = "http://provider.example:" + URI.create(upstream.baseUrl()).getPort() + "/v1/models";
        return client.http()
                .client(url)
                .get()
                .uri(url)
                .responseSingle((response, body) ->
                        body.asByteArray().thenReturn(response.status().code()))
                .blockOptional(Duration.ofSeconds(20))
                .orElseThrow();
    }

    /** What it says may change from one question to the next. */
    private static final class Names {

        final AtomicInteger asked = new AtomicInteger();
        private volatile List<String> answer = List.of();

        void answer(String... addresses) {
            answer = List.of(addresses);
        }

        AddressResolverGroup<InetSocketAddress> group() {
            return new AddressResolverGroup<>() {
                @Override
                protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                    return resolver(executor).asAddressResolver();
                }
            };
        }

        private InetNameResolver resolver(EventExecutor executor) {
            return new InetNameResolver(executor) {
                @Override
                protected void doResolve(String name, Promise<InetAddress> promise) throws UnknownHostException {
                    promise.setSuccess(all().getFirst());
                }

                @Override
                protected void doResolveAll(String name, Promise<List<InetAddress>> promise)
                        throws UnknownHostException {
                    asked.incrementAndGet();
                    promise.setSuccess(all());
                }
            };
        }

        private List<InetAddress> all() throws UnknownHostException {
            InetAddress[] addresses = new InetAddress[answer.size()];
            for (int i = 0; i < addresses.length; i++) {
                // a name service may say that its name is another one
                addresses[i] = InetAddress.getByAddress(
                        "other.example", InetAddress.getByName(answer.get(i)).getAddress());
            }
            return List.of(addresses);
        }
    }
}
