package dev.signalbox.app.access;

import dev.signalbox.app.StartupRefusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** Where a request comes from, as far as those can be believed who hand it on: what a stranger claims is not looked at. */
final class ForwardedChain {

    private static final Pattern ADDRESS = Pattern.compile(
            "\\[([0-9A-Fa-f:.]+)](?::\\d+)?|(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d+)?|([0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)");
    private static final int LONGEST = 20;

    private final List<IpAddressMatcher> trusted;

    /**
     * @param client the first one that is no trusted proxy, or the farthest that is known
     * @param chain from the client to the last proxy before the peer; empty when nobody trusted told any
     */
    record Way(String client, List<String> chain) {}

    ForwardedChain(List<String> trustedProxies) {
        try {
            trusted = trustedProxies.stream()
                    .map(String::strip)
                    .filter(range -> !range.isEmpty())
                    .map(IpAddressMatcher::new)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new StartupRefusal("signalbox.trusted-proxies must be addresses or ranges as 10.0.0.0/8: "
                    + trustedProxies + ". " + e.getMessage());
        }
    }

    /** @param forwardedFor the values of all headers X-Forwarded-For, in their order */
    Way of(String peer, List<String> forwardedFor) {
        List<String> told = Arrays.asList(String.join(",", forwardedFor).split(","));
        List<String> chain = new ArrayList<>();
        String client = peer;
        for (int i = told.size() - 1; i >= 0 && chain.size() < LONGEST && isTrusted(client); i--) {
            String address = address(told.get(i).strip());
            if (address.isEmpty()) {
                break;
            }
            client = address;
            chain.addFirst(address);
        }
        return new Way(client, chain);
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(range -> range.matches(address));
    }

    /** Without port and brackets; empty when it is no address. */
    private static String address(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            return "";
        }
        String address = matcher.group(1) != null
                ? matcher.group(1)
                : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
        try {
            new IpAddressMatcher(address);
            return address;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
