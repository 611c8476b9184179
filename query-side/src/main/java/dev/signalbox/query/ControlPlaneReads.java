package dev.signalbox.query;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** What the roles {@code command} and {@code query} both have of the query side: answers about entities, and about the past. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(useDefaultFilters = false, includeFilters = @ComponentScan.Filter(OnControlPlane.class))
public class ControlPlaneReads {}
