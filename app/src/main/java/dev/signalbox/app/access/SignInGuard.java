package dev.signalbox.app.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Makes whoever guesses wait: after five failures from one address, twice as long after each further one, up to a quarter
 * of an hour. Of a bounded number of addresses; of IPv6 the network counts, since a host has many.
 */
@Component
class SignInGuard {

    static final int FREE = 5;
    private static final int ADDRESSES = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > ADDRESSES;
        }
    };

    private record Failures(int count, Instant until) {}

    SignInGuard(Clock clock) {
        this.clock = clock;
    }

    /** How long it has to wait yet; zero when it may try. */
    synchronized Duration wait(String address) {
        Failures known = failures.get(network(address));
        if (known == null || known.count() < FREE) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), known.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** @return how long it has to wait from now on */
    synchronized Duration failed(String address) {
        String network = network(address);
        Failures known = failures.get(network);
        Instant now = clock.instant();
        // long after its last failure it is another's address
        int count = known == null || now.isAfter(known.until().plus(LONGEST)) ? 1 : known.count() + 1;
        Duration wait = count < FREE ? Duration.ZERO : backOff(count - FREE);
        failures.put(network, new Failures(count, now.plus(wait)));
        return wait;
    }

    synchronized void succeeded(String address) {
        failures.remove(network(address));
    }

    synchronized int size() {
        return failures.size();
    }

    private static Duration backOff(int doublings) {
        Duration wait = Duration.ofSeconds(1L << Math.min(doublings, 10));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // an address in figures: nothing is looked up
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 16 ? Arrays.toString(Arrays.copyOf(bytes, 8)) : address;
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
