package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.PLAINTEXT;
import static dev.signalbox.secrets.SecretFixtures.secret;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class SecretJsonTest {

    record Holder(Secret secret) {}

    @Test
    void isNeverWrittenNotEvenByAMapperThatSeesFields() {
        JsonMapper mapper = JsonMapper.builder()
                .changeDefaultVisibility(checker -> checker.withVisibility(PropertyAccessor.ALL, Visibility.ANY))
                .build();
        assertThatThrownBy(() -> mapper.writeValueAsString(new Holder(secret(PLAINTEXT))))
                .isInstanceOf(JacksonException.class)
                .hasMessageNotContaining(PLAINTEXT);
    }

    @Test
    void isNeverRead() {
        assertThatThrownBy(() -> new JsonMapper().readValue("{\"secret\":\"c2VjcmV0\"}", Holder.class))
                .isInstanceOf(JacksonException.class);
    }
}
