package dev.signalbox.query.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One field's values. Names are said outright: the same JSON is the column's and the answer's.
 *
 * @param changed true for a secret, of which before and after are no values but fingerprints; absent otherwise
 */
record Change(
        @JsonProperty("changed") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Boolean changed,

        @JsonProperty("before") @JsonInclude @Nullable Object before,
        @JsonProperty("after") @JsonInclude @Nullable Object after) {

    static Change of(String field, @Nullable Object before, @Nullable Object after) {
        return new Change(field.equals(AuditedChange.SECRET) ? true : null, before, after);
    }
}
