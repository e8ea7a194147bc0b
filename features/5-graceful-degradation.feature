@allure.label.epic:Resilience @allure.label.severity:critical @needs:postgresql @needs:redis
Feature: Graceful degradation
  When something is out, people go on with what does not need it, are told in plain words what
  is limited, and may do neither more nor less than their accounts include.

  Background:
    Given each dependency is guarded by a circuit breaker that
      | opens after            | 3 consecutive failures |
      | tries again after      |       300 milliseconds |
      | then admits trials     |                      2 |
      | gives up a trial after |               1 second |
    And each provider is guarded by a circuit breaker that
      | opens after        | 3 consecutive failures |
      | tries again after  |       300 milliseconds |
      | then admits trials |                      2 |
    And a database that does not answer for 500 milliseconds is given up
    And dependencies are checked every 100 milliseconds
    And providers are checked every 100 milliseconds
    And the service level rises after 200 milliseconds
    And the list of users is looked at every 100 milliseconds

  @DS-1
  Rule: Each of ten users may do what the account includes, at every service level

    Background:
      Given each of the ten users has a conversation

    Scenario Outline: <user> is let do what the account includes
      When <user> tries everything
      Then <user> was let "<what>", and nothing else

      Examples: The ten users
        | user | what                               |
        | Ada  | ask, summarise, read, write, order |
        | Ben  | ask, summarise, read, write, order |
        | Cleo | ask, summarise, read, write, order |
        | Dan  | ask, summarise, read, write, order |
        | Eve  | read                               |
        | Finn | ask                                |
        | Gia  | ask, summarise, read, write        |
        | Hugo | read, order                        |
        | Ida  | ask, read                          |
        | Jon  | nothing                            |

    Scenario Outline: Nobody may do more or less at "<level>": database <database>, cache <cache>
      Given the service level has become "<level>" with the database <database> and the cache <cache>
      When each of the ten users tries everything
      Then what an account does not include is refused for that reason, and nothing else is

      Examples: Each level
        | database  | cache  | level       |
        | well      | well   | full        |
        | read-only | well   | degraded    |
        | well      | killed | degraded    |
        | killed    | well   | cache-only  |
        | killed    | killed | unavailable |

    Scenario: Nobody may do more or less while no provider answers
      Given the primary provider is failing
      And the secondary provider is failing
      And the service level has become "limited"
      When each of the ten users tries everything
      Then what an account does not include is refused for that reason, and nothing else is

    Scenario: What is refused is not done either
      When each of the ten users tries everything
      Then what was not refused was done within 1 second, and nothing else was

    Scenario: What is refused in an outage is not done after it either
      Given the service level has become "cache-only" with the database killed and the cache well
      And each of the ten users has tried everything
      When the database has recovered
      Then what was not refused was done within 10 seconds, and nothing else was

  @DS-1
  Rule: Whoever has no account any more is not let in, whatever is out

    Background:
      Given each of the ten users has a conversation

    Scenario Outline: No account any more while the database is <database>, the cache <cache>
      Given the service level has become "<level>" with the database <database> and the cache <cache>
      When the account of Ada is closed while all users read for 2 seconds
      Then Ada was let in until the end, and told "not_authenticated" from 500 milliseconds after it on
      And everybody but Ada is let in

      Examples: Each level
        | database  | cache  | level       |
        | well      | well   | full        |
        | read-only | well   | degraded    |
        | well      | killed | degraded    |
        | killed    | well   | cache-only  |
        | killed    | killed | unavailable |

    Scenario Outline: The sign-in ends while the database is <database>, the cache <cache>
      Given the service level has become "<level>" with the database <database> and the cache <cache>
      When the sign-in of Ada ends within 600 milliseconds while all users read for 2 seconds
      Then Ada was let in until the end, and told "sign_in_expired" from 1 millisecond after it on
      And everybody but Ada is let in

      Examples: Each level
        | database | cache  | level       |
        | well     | well   | full        |
        | killed   | well   | cache-only  |
        | killed   | killed | unavailable |

    Scenario: A list of users that cannot be read locks nobody out
      When the list of users is damaged while all users read for 1 second
      Then everybody is let in
      And the log alerts staff to the list of users once

  @DS-1
  Rule: With the production defaults nobody is let in two seconds after the account was closed

    Scenario: Out within two seconds
      Given the production defaults apply
      And each of the ten users has a conversation
      When the account of Ada is closed while all users read for 4 seconds
      Then Ada was let in until the end, and told "not_authenticated" from 2 seconds after it on
      And everybody but Ada is let in

  @CM-3 @GD-1 @GD-2 @FR-4 @DS-3 @IF-4 @needs:clickhouse
  Rule: Whatever is out, what does not need it works, and people are told in plain words

    Background:
      Given a provider that sends nothing for 1 second is given up
      And an analytics store that does not answer for 500 milliseconds is given up
      And Ada has a conversation
      And Ada has read the conversation

    Scenario Outline: Primary <primary>, secondary <secondary>, database <database>, cache <cache>, analytics <analytics>
      Given the service level has become "<level>" with
        | primary   | <primary>   |
        | secondary | <secondary> |
        | database  | <database>  |
        | cache     | <cache>     |
        | analytics | <analytics> |
      When Ada tries everything
      Then at level "<level>" this became of it
        | ask           | <ask>     |
        | summarise     | <summary> |
        | read          | <read>    |
        | write         | <save>    |
        | order         | <save>    |
        | look at usage | <usage>   |
      And the notices are "<notices>"
      And all that is said is said in plain words

      Examples: One thing is out
        | primary    | secondary  | database | cache  | analytics | level      | ask        | summary    | read        | save    | usage     | notices            |
        | is failing | is healthy | well     | well   | well      | degraded   | by another | by another | done        | done    | done      | assistant_fallback |
        | is healthy | is hanging | well     | well   | well      | degraded   | done       | done       | done        | done    | done      | assistant_reserve  |
        | is healthy | is healthy | frozen   | well   | well      | cache-only | done       | done       | from a copy | pending | done      | database_out       |
        | is healthy | is healthy | well     | frozen | well      | degraded   | done       | done       | done        | done    | done      | redis_out          |
        | is healthy | is healthy | well     | well   | frozen    | degraded   | done       | done       | done        | done    | not shown | usage_out          |
        | is healthy | is healthy | well     | well   | killed    | degraded   | done       | done       | done        | done    | not shown | usage_out          |

      Examples: Two things are out, each pair
        | primary             | secondary               | database    | cache   | analytics   | level       | ask          | summary           | read              | save      | usage     | notices                          |
        | refuses connections | is failing              | well        | well    | well        | limited     | no assistant | no assistant      | done              | done      | done      | assistant_out                    |
        | is hanging          | is healthy              | killed      | well    | well        | cache-only  | by another   | by another        | from a copy       | pending   | done      | assistant_fallback, database_out |
        | is overloaded       | is healthy              | well        | refused | well        | degraded    | by another   | by another        | done              | done      | done      | assistant_fallback, redis_out    |
        | is healthy          | rejects the credentials | black-holed | well    | well        | cache-only  | done         | done              | from a copy       | pending   | done      | assistant_reserve, database_out  |
        | is healthy          | resets connections      | well        | killed  | well        | degraded    | done         | done              | done              | done      | done      | assistant_reserve, redis_out     |
        | is healthy          | is healthy              | refused     | frozen  | well        | unavailable | done         | cannot be checked | cannot be checked | not saved | done      | storage_out                      |
        | is failing          | is healthy              | well        | well    | refused     | degraded    | by another   | by another        | done              | done      | not shown | assistant_fallback, usage_out    |
        | is healthy          | is hanging              | well        | well    | killed      | degraded    | done         | done              | done              | done      | not shown | assistant_reserve, usage_out     |
        | is healthy          | is healthy              | frozen      | well    | black-holed | cache-only  | done         | done              | from a copy       | pending   | not shown | database_out, usage_out          |
        | is healthy          | is healthy              | well        | killed  | frozen      | degraded    | done         | done              | done              | done      | not shown | redis_out, usage_out             |

      Examples: More is out
        | primary    | secondary           | database | cache       | analytics | level       | ask          | summary           | read              | save      | usage     | notices                               |
        | is failing | is failing          | frozen   | well        | well      | cache-only  | no assistant | no assistant      | from a copy       | pending   | done      | assistant_out, database_out           |
        | is hanging | is failing          | well     | black-holed | well      | limited     | no assistant | no assistant      | done              | done      | done      | assistant_out, redis_out              |
        | is failing | refuses connections | killed   | killed      | well      | unavailable | no assistant | cannot be checked | cannot be checked | not saved | done      | assistant_out, storage_out            |
        | is failing | refuses connections | killed   | killed      | killed    | unavailable | no assistant | cannot be checked | cannot be checked | not saved | not shown | assistant_out, storage_out, usage_out |

  @IF-4 @GD-1 @needs:clickhouse
  Rule: Who does not look at usage reports does not notice that the analytics store is out

    Background:
      Given usage is stored every 100 milliseconds
      And at most 12 records of usage wait
      And an analytics store that does not answer for 500 milliseconds is given up

    Scenario Outline: What is used while it is <fault> is reported afterwards
      Given the service has noticed without users that the analytics store is <fault>
      And Ada has asked 10 questions
      When the analytics store has recovered
      Then the usage report of Ada comes to say "ask 10" within 5 seconds, and goes on saying so

      Examples: Ways of being out
        | fault       |
        | killed      |
        | frozen      |
        | black-holed |

    Scenario: Records that may have been stored are counted once
      Given 2 questions of Ada stand in the usage report
      And the analytics store is frozen
      And Ada has asked 3 questions
      When the analytics store has recovered after the service had noticed
      Then the usage report of Ada comes to say "ask 5" within 5 seconds, and goes on saying so

    Scenario: More records than may wait are dropped, and counted
      Given the service has noticed without users that the analytics store is killed
      And Ada has asked 16 questions
      When the analytics store has recovered
      Then the usage report of Ada comes to say "ask 12" within 5 seconds, and goes on saying so
      And by the metrics 4 records of Ada were dropped, and all others stored

    Scenario: An analytics store that is slow slows nobody
      Given Ada has a conversation
      And the analytics store is slow
      When Ada reads their own conversation 40 times
      Then half of the answers came within 150 milliseconds
      And the service level was "full"

    @own-process
    Scenario: What waits when the service ends is stored before
      Given usage is stored every 60 seconds
      And Ada has asked 3 questions
      And the service has been stopped
      When the service is started again
      Then the usage report of Ada comes to say "ask 3" within 5 seconds, and goes on saying so

    Scenario: Everybody is shown what they did themselves
      Given Ben has asked 2 questions
      When Ada asks 3 questions, one after another
      Then the usage report of Ada comes to say "ask 3" within 5 seconds, and goes on saying so
      And the usage report of Ben comes to say "ask 2" within 5 seconds, and goes on saying so

    Scenario: What was refused is reported as refused
      Given the primary provider is failing
      And the secondary provider is failing
      When Ada asks 2 questions, one after another
      Then the usage report of Ada comes to say "ask refused 2" within 5 seconds, and goes on saying so

  @IF-4
  Rule: A service without an analytics store is whole, but for usage reports

    Scenario: Without an analytics store
      When Ada tries to look at usage
      Then Ada is told "not_found", which is fatal
      And the service level was "full"

  @CM-3 @GD-2 @GD-4 @EH-4 @MO-3 @MO-4 @DL-1
  Rule: An outage that grows and heals takes every level, down and up, without anybody's help

    Scenario: One after another everything fails, and all recovers by itself
      When dependencies fail one after another, and recover in reverse
        | name      | health     | level       |
        | primary   | is failing | degraded    |
        | secondary | is failing | limited     |
        | database  | killed     | cache-only  |
        | cache     | killed     | unavailable |
      Then the service level was "full, degraded, limited, cache-only, unavailable, cache-only, limited, degraded, full"
      And a notice said why whenever the level was not full
      And the metrics tell of the same changes, and of one recovery

  @EH-1 @EH-2
  Rule: Every refusal is written down once, with all that is needed to understand it

    Background:
      Given each of the ten users has a conversation

    Scenario Outline: Each refusal at "<level>", with the database <database> and the cache <cache>
      Given the service level has become "<level>" with the database <database> and the cache <cache>
      When each of the ten users tries everything
      Then the log tells of each refusal once, as its user was told, with its context
      And neither what people wrote nor what opens doors stands in the log

      Examples: What users are refused for
        | database | cache  | level       |
        | well     | well   | full        |
        | killed   | well   | cache-only  |
        | killed   | killed | unavailable |

    Scenario: Each refusal while no provider answers
      Given the primary provider is failing
      And the secondary provider is failing
      And the service level has become "limited"
      When each of the ten users tries everything
      Then the log tells of each refusal once, as its user was told, with its context

  @EH-2 @CM-4
  Rule: Every refusal is of one class, and what people are told to do follows from it

    Background:
      Given a provider that sends nothing for 1 second is given up
      And providers are not checked without users
      And Ada has a conversation

    Scenario Outline: <class>: each provider <behaviour>
      Given the primary provider <behaviour>
      And the secondary provider <behaviour>
      When Ada tries to ask
      Then Ada is told "<code>", which is <class>
      And Ada is told <next>

      Examples: The assistant
        | behaviour                   | code                     | class      | next                  |
        | is rate limiting            | assistant_rate_limited   | transient  | to ask again soon     |
        | is failing                  | assistant_unavailable    | degraded   | to ask again soon     |
        | is hanging                  | assistant_unavailable    | degraded   | to ask again soon     |
        | rejects the credentials     | assistant_out_of_service | persistent | that staff are called |
        | is out of quota             | assistant_out_of_service | persistent | that staff are called |
        | finds the question too long | question_too_long        | fatal      | what to change        |
        | refuses the content         | content_refused          | fatal      | what to change        |

    Scenario Outline: <class>: <user> tries to <operation>, the database <database>, the cache <cache>
      Given the service level has become "<level>" with the database <database> and the cache <cache>
      When <user> tries to <operation>
      Then <user> is told "<code>", which is <class>
      And <user> is told <next>

      Examples: Everything else
        | database | cache  | level       | user | operation | code          | class    | next              |
        | killed   | killed | unavailable | Ada  | read      | not_checkable | degraded | to ask again soon |
        | killed   | killed | unavailable | Ada  | write     | write_refused | degraded | to ask again soon |
        | killed   | killed | unavailable | Ada  | order     | write_refused | degraded | to ask again soon |
        | killed   | well   | cache-only  | Finn | order     | not_permitted | fatal    | what to change    |

  @EH-1
  Rule: Every failure that users do not feel is written down too, and whom it concerned

    Background:
      Given providers are not checked without users
      And dependencies are not checked without users
      And copies of conversations are used by these rules
        | shown without asking for | 100 milliseconds |
      And Ada has a conversation
      And Ada has read the conversation

    Scenario: Each failed attempt, although another provider answers
      Given the primary provider is failing
      When Ada asks 3 questions, one after another
      Then the log tells of each failed attempt at the primary provider once, with its context
      And neither what people wrote nor what opens doors stands in the log

    Scenario: A failure of the database, although a copy is shown
      Given the copy is no longer fresh
      And the database is killed
      When Ada reads their own conversation
      Then the log tells that 1 call to the database failed, although the user was served

    Scenario: Failures of the cache, although the database answers
      Given the cache is killed
      When Ada reads their own conversation
      Then the log tells that 2 calls to the cache failed, although the user was served

  @PR-4 @DS-2 @alone
  Rule: While nothing is out fewer than one request in a hundred fails, however they come

    Background:
      Given each customer has a conversation

    Scenario Outline: Requests of all kinds <how>
      When <count> requests of all kinds come <how>
      Then fewer than 1 percent of the requests have failed
      And the service level was "full"

      Examples: Traffic
        | count | how                                |
        |   600 | evenly, 100 a second               |
        |   600 | in bursts of 60, one a second      |
        |   600 | at random, 100 a second on average |

  @DS-4 @GD-4 @EH-4
  Rule: However the database comes back, all is well by itself soon after, without users

    Background:
      Given a database that does not answer for 1 second is given up
      And the service level rises after 2 seconds

    Scenario: Back at once
      When the database goes through these states, one after another
        | state  | level      | notice       |
        | frozen | cache-only | database_out |
        | well   | full       | none         |
      Then the service level was "full, cache-only, full"

    Scenario: Back little by little
      When the database goes through these states, one after another
        | state     | level      | notice             |
        | frozen    | cache-only | database_out       |
        | slow      | degraded   | database_slow      |
        | read-only | degraded   | database_read_only |
        | well      | full       | none               |
      Then the service level was "full, cache-only, degraded, full"

    Scenario: Back for some purposes only
      When the database goes through these states, one after another
        | state                | level      | notice         |
        | killed               | cache-only | database_out   |
        | short-of-connections | degraded   | database_short |
        | well                 | full       | none           |
      Then the service level was "full, cache-only, degraded, full"

    Scenario: Back and out again, several times over
      When the database is refused for 700 milliseconds and back for 300 milliseconds, 5 times over
      Then the service level is "full" within 5 seconds
      And the service level was "full, cache-only, full"
