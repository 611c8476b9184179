package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.mock.env.MockEnvironment;

/** What is left out where nothing but inference is done; what it saves is measured in StartWithoutDatabaseIT. */
class LeanDataPlaneTest {

    @ParameterizedTest
    @CsvSource({
        "inference, org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration, false",
        "inference, org.axonframework.springboot.autoconfig.JdbcAutoConfiguration, false",
        "inference, org.axonframework.springboot.autoconfig.AxonAutoConfiguration, true",
        "inference, org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration, true",
        "'command,query,inference', org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration, true",
        "query, org.springdoc.core.configuration.SpringDocConfiguration, true"
    })
    void byRoles(String roles, String configuration, boolean wanted) {
        LeanDataPlane filter = new LeanDataPlane();
        filter.setEnvironment(new MockEnvironment().withProperty("signalbox.roles", roles));

        assertThat(filter.match(new String[] {configuration, null}, mock(AutoConfigurationMetadata.class)))
                .containsExactly(wanted, true);
    }
}
