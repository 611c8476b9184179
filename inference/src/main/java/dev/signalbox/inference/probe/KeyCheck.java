package dev.signalbox.inference.probe;

import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.inference.upstream.AnswerJson;
import dev.signalbox.inference.upstream.Upstream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Checks a key by the cheapest request that its vendor offers for that. */
@Component
class KeyCheck {

    private static final JsonMapper JSON = AnswerJson.MAPPER;

    private final ProviderClient client;

    KeyCheck(ProviderClient client) {
        this.client = client;
    }

    record Result(KeyVerdict verdict, String message) {}

    Result check(Upstream key) {
        Vendor vendor = key.vendor();
        if (vendor == null) {
            return unknown("the vendor is not in the catalogue");
        }
        Vendor.KeyCheck check = vendor.check();
        String url = urlOf(check.url(), vendor.baseUrl(), key.apiBase());
        if (url == null) {
            return unknown("the vendor's check is at another host than this key's base_url");
        }
        String method = check.method();
        String auth = check.auth();
        try {
            Answer answer = client.ask(
                    key,
                    method == null ? HttpMethod.GET : HttpMethod.valueOf(method),
                    url,
                    auth == null ? key.authHeader() : auth);
            return judge(answer, check.invalidStatus() == null ? List.of() : check.invalidStatus());
        } catch (UnreachableException e) {
            return unknown(e.why());
        }
    }

    /** The same path below the key's own address, where it has one; null when it is not below the vendor's. */
    private static @Nullable String urlOf(String check, String vendor, String own) {
        if (own.equals(vendor)) {
            return check;
        }
        return check.startsWith(vendor) ? own + check.substring(vendor.length()) : null;
    }

    private static Result judge(Answer answer, List<Integer> invalid) {
        int status = answer.status();
        if (invalid.contains(status)) {
            return of(KeyVerdict.INVALID);
        }
        return switch (status) {
            case 200 -> of(saysInvalid(answer.body()) ? KeyVerdict.INVALID : KeyVerdict.VALID);
            case 401 -> of(KeyVerdict.INVALID);
            case 402 -> of(KeyVerdict.NO_FUNDS);
            case 403 -> new Result(KeyVerdict.LIMITED, "The key is known, but scoped or blocked (status 403)");
            case 429 -> new Result(KeyVerdict.LIMITED, "The key is known, but its rate is limited (status 429)");
            default -> unknown("the vendor answered with status " + status);
        };
    }

    /** Cohere answers 200 with {@code {"valid": false}}. */
    private static boolean saysInvalid(byte[] body) {
        try {
            return JSON.readTree(body)
                    .path("valid")
                    .equals(JSON.getNodeFactory().booleanNode(false));
        } catch (JacksonException e) {
            return false;
        }
    }

    private static Result of(KeyVerdict verdict) {
        return new Result(verdict, verdict.message());
    }

    private static Result unknown(String why) {
        return new Result(KeyVerdict.UNKNOWN, KeyVerdict.UNKNOWN.message() + ": " + why);
    }
}
