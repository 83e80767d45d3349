package dev.naru.controller;

import java.util.random.RandomGenerator;

/** What a decision may use besides the image. */
public record DecisionContext(ControllerConfig config, RandomGenerator random) {}
