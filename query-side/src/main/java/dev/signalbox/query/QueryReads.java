package dev.signalbox.query;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** What every node has of the query side: answers to query messages, positions, the recorder of acts without an event. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(useDefaultFilters = false, includeFilters = @ComponentScan.Filter(OnEveryNode.class))
public class QueryReads {}
