package dev.signalbox.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http.Answer;

/** Refusals as RFC 9457 has them, which tell no internals. */
final class Problems {

    private Problems() {}

    static void assertInvalid(Answer answer, String field) {
        assertProblem(answer);
        assertThat(answer.status()).as(answer::toString).isEqualTo(422);
        assertThat(answer.wrongFields()).as(answer::toString).contains(field);
        assertThat(answer.detail()).contains(field);
    }

    static void assertProblem(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isBetween(400, 499);
        assertThat(answer.header("Content-Type")).as(answer::toString).isEqualTo("application/problem+json");
        assertThat(answer.json().propertyNames())
                .as(answer::toString)
                .contains("type", "title", "status", "detail", "instance");
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.text())
                .doesNotContain("CANARY")
                .doesNotContain("Exception")
                .doesNotContain("dev.signalbox")
                .doesNotContain("java.")
                .doesNotContain("jackson")
                .doesNotContain("\tat ")
                .doesNotContainIgnoringCase("select ")
                .doesNotContainIgnoringCase("insert into");
    }
}
