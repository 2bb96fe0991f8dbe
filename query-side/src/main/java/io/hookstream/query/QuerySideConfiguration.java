package io.hookstream.query;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Turns the query role on: Axon runs the query handlers because they are beans. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class QuerySideConfiguration {}
