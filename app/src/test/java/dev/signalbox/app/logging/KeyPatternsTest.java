package dev.signalbox.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPatternsTest {

    @ParameterizedTest
    @CsvSource({
        "sk-Fake0Key1Fake2Key3Fake4Key5, sk-****",
        "sk-proj-Fake_Key-Fake0Key1Fake2, sk-proj-****",
        "sk-ant-api03-Fake0Key1-Fake2_Key3AA, sk-ant-****",
        "sk-or-v1-0123456789abcdef0123456789abcdef, sk-or-****",
        "AIzaSyFake0Key1Fake2Key3Fake4Key5Fake6K, AIza****",
        "gsk_Fake0Key1Fake2Key3Fake4Key5, gsk_****",
        "hf_FakeKeyFakeKeyFakeKeyFakeKey, hf_****",
        "xai-Fake0Key1Fake2Key3Fake4Key5, xai-****",
        "pplx-Fake0Key1Fake2Key3Fake4Key5, pplx-****",
        "csk-fake0key1fake2key3fake4key5, csk-****",
        "fw_Fake0Key1Fake2Key3Fake, fw_****",
        "jina_fake0key1fake2key3Fake_4, jina_****",
        "tgp_v1_Fake-0Key_1Fake2Key3Fake, tgp_v1_****",
        "pa-Fake0Key1Fake2Key3Fake4Key5Fake6Key7Fake8, pa-****",
        "sbx_Fake-0Key1_Fake2Key3, sbx_****",
        "Bearer fake.token-of/nobody+known==, Bearer ****",
        "bearer%20FakeTokenFake, bearer%20****",
    })
    void masksKeysWhereverTheyStand(String key, String masked) {
        for (String around : new String[] {"%s", "key=%s;", "{\"k\":\"%s\"}", "?key=%s&x=1", "(%s)", "a\n\t%s\nb"}) {
            assertThat(KeyPatterns.masked(around.formatted(key))).isEqualTo(around.formatted(masked));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the task-scheduling-of-everything in disk-encryption-at-rest",
                "sk-short",
                "A bearer token is needed",
                "keys=promoted key=0a1b2c3d",
                "self_hf_embedding_model_is_not_a_key",
                "spa-and-then-some-very-long-hyphenated-word-follows",
            })
    void keepsWords(String text) {
        assertThat(KeyPatterns.masked(text)).isEqualTo(text);
    }
}
