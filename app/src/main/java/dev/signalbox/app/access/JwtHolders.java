package dev.signalbox.app.access;

import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenScope;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/** Who a token of the identity provider speaks of, and which roles of ours its roles are. */
record JwtHolders(OidcProperties properties) {

    private static final int LONGEST = 200;

    Holder of(Jwt jwt) {
        String subject = printable(String.valueOf(jwt.getSubject()));
        String user = jwt.getClaimAsString(properties.userClaim());
        return new Holder(
                user == null || user.isBlank() ? subject : printable(user),
                "oidc-" + subject,
                "user",
                roles(jwt),
                TokenScope.ALL,
                TokenLimits.NONE,
                jwt.getExpiresAt());
    }

    private Set<Role> roles(Jwt jwt) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : names(jwt)) {
            Role mapped = properties.roleMapping().get(name);
            if (mapped != null) {
                roles.add(mapped);
            } else if (name.startsWith(properties.rolePrefix())) {
                Role.ofWireName(name.substring(properties.rolePrefix().length()))
                        .ifPresent(roles::add);
            }
        }
        return roles;
    }

    private List<String> names(Jwt jwt) {
        Object found = jwt.getClaims();
        // a claim may have dots in its own name, as URLs do
        String path = properties.rolesClaim();
        Object whole = jwt.getClaims().get(path);
        if (whole == null) {
            for (String step : path.split("\\.")) {
                found = member(found, step);
            }
        }
        Object roles = whole == null ? found : whole;
        if (roles == null) {
            return List.of();
        }
        return switch (roles) {
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            case String text -> Arrays.asList(text.split(" "));
            default -> List.of();
        };
    }

    private static @Nullable Object member(@Nullable Object of, String name) {
        return of instanceof Map<?, ?> map ? map.get(name) : null;
    }

    /** It comes from outside, and goes into logs and the audit log. */
    private static String printable(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return cut.replaceAll("[\\p{Cc}\\p{Cs}]", "?");
    }
}
