package dev.signalbox.inference.usage;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a request costs: by the provider's own reckoning where it reports one, else by the price list, else nobody knows. */
@Component
public class Prices {

    /** Vendors date their models' versions; all versions of a name have its price. */
    private static final Pattern DATE = Pattern.compile("-\\d{4}-?\\d{2}-?\\d{2}$");

    private final Map<String, Map<String, Price>> byVendor;

    Prices(UsageProperties properties) {
        byVendor = properties.prices();
    }

    /** Null when it is not known, which is not the same as nothing. */
    public @Nullable BigDecimal of(UsageRecord ended) {
        Tokens tokens = ended.tokens();
        if (tokens.cost() != null) {
            return tokens.cost();
        }
        Price price = find(ended.answered());
        return price == null ? null : price.of(tokens);
    }

    private @Nullable Price find(UsageRecord.Answered answered) {
        Map<String, Price> models = answered.kind() == null ? null : byVendor.get(answered.kind());
        if (models == null) {
            return null;
        }
        return Stream.of(answered.model(), answered.modelNamed())
                .filter(name -> name != null)
                .flatMap(name -> Stream.of(name, DATE.matcher(name).replaceFirst("")))
                .filter(models::containsKey)
                .findFirst()
                .map(models::get)
                .orElse(models.get("*"));
    }
}
