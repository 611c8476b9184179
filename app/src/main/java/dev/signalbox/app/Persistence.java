package dev.signalbox.app;

import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** JPA, for those who need it. */
@Configuration(proxyBeanMethods = false)
@Conditional(HasControlPlane.class)
@EntityScan({
    "dev.signalbox",
    "org.axonframework.eventsourcing.eventstore.jpa",
    "org.axonframework.eventhandling.deadletter.jpa",
    "org.axonframework.eventhandling.tokenstore.jpa"
})
@EnableJpaRepositories("dev.signalbox")
class Persistence {}
