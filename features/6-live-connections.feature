@allure.label.epic:Resilience @allure.label.severity:critical @needs:postgresql @needs:redis
Feature: Live connections
  People who keep the application open are told at once of new messages and of what is limited.
  Whatever happens to their connection, they miss nothing and are told nothing twice.

  Background:
    Given each dependency is guarded by a circuit breaker that
      | opens after            | 3 consecutive failures |
      | tries again after      |       300 milliseconds |
      | then admits trials     |                      2 |
      | gives up a trial after |               1 second |
    And a database that does not answer for 500 milliseconds is given up
    And dependencies are checked every 100 milliseconds
    And the service level rises after 200 milliseconds
    And the list of users is looked at every 100 milliseconds
    And a live connection
      | gives a sign of life every               | 200 milliseconds |
      | is given up when silent for              |         1 second |
      | comes back first within                  | 100 milliseconds |
      | comes back later within                  | 500 milliseconds |
      | stays away from one that stops for up to |         1 second |
      | may have missed                          |      50 messages |

  @IN-1 @IF-5
  Rule: Who is connected is told of each new message, once and in order

    Background:
      Given Ada has a conversation

    Scenario: On each of several connections
      Given Ada is connected live 3 times
      When Ada adds 20 messages
      Then each client of Ada is told of each message once and in order within 1 second
      And the metrics count the same connections and messages

    Scenario: Nobody is told what belongs to another
      Given Ben has a conversation
      And Ben is connected live
      When Ada adds 5 messages
      Then no client of Ben is told of any message

    Scenario: Whichever of several instances a message is added at
      Given the service runs as 3 instances
      And Ada is connected live 6 times
      When Ada adds 20 messages
      Then each client of Ada is told of each message once and in order within 1 second

    Scenario Outline: While the cache is <fault>
      Given Ada is connected live 2 times
      And the cache is <fault>
      When Ada adds 10 messages
      Then each client of Ada is told of each message once and in order within 2 seconds

      Examples: Ways of being out
        | fault  |
        | killed |
        | frozen |

    Scenario Outline: What was accepted while the database is <fault>, later
      Given Ada is connected live 2 times
      And the service level has become "cache-only" with the database <fault> and the cache well
      And Ada has added 5 messages
      When the database has recovered
      Then each client of Ada is told of each message once and in order within 10 seconds

      Examples: Ways of being out
        | fault       |
        | killed      |
        | frozen      |
        | black-holed |

  @IN-1 @DS-3
  Rule: Who is cut off comes back without anybody's help, and goes on where it was

    Background:
      Given Ada has a conversation

    Scenario Outline: The network is <mishap> for <time>
      Given Ada is connected live 3 times
      When the network is <mishap> for <time> while Ada adds 30 messages
      Then each client of Ada is told of each message once and in order within 3 seconds
      And each client of Ada went on where it was

      Examples: What networks do
        | mishap      | time             |
        | cut         | 400 milliseconds |
        | refused     | 800 milliseconds |
        | black-holed |        2 seconds |

    @own-process
    Scenario: The service is killed in the midst of it
      Given Ada is connected live 3 times
      And the service is killed after 60 of 200 writes of all users
      When the service is started again
      Then each client of Ada is told of each message once and in order within 5 seconds
      And each client of Ada went on where it was

    @own-process
    Scenario: The service stops, and another instance takes over
      Given the service runs as 2 instances
      And Ada is connected live 4 times
      And the service has been stopped
      When Ada adds 20 messages
      Then each client of Ada is told of each message once and in order within 5 seconds

    Scenario: Who comes back during an outage is told after it
      Given Ada is connected live
      And Ada has gone away
      And Ada has added 10 messages
      When Ada comes back live in an outage of the database, and it recovers
      Then each client of Ada is told of each message once and in order within 5 seconds

  @IN-1
  Rule: Who was away for too long is told to start afresh, and what comes after that

    Background:
      Given Ada has a conversation
      And Ada is connected live
      And Ada has gone away

    Scenario: As many messages as may be missed are told
      Given Ada has added 50 messages
      When Ada comes back live
      Then each client of Ada is told of each message once and in order within 1 second
      And each client of Ada went on where it was

    Scenario: One message more, and it is to start afresh
      Given Ada has added 51 messages
      When Ada comes back live
      Then each client of Ada is told "start-afresh" within 1 second
      And no client of Ada is told of any message

    Scenario: After that everything is told again
      Given Ada has added 51 messages
      And Ada has come back live and was told to start afresh within 1 second
      When Ada adds 10 messages
      Then each client of Ada is told of what came after that, once and in order, within 1 second

    Scenario Outline: Who names as the last that was told <what>
      When Cleo connects live and names "<id>" as the last that was told
      Then each client of Cleo is told "start-afresh" within 1 second

      Examples: What no service has told
        | what                    | id                 |
        | what has not yet been   |    7.0123abcd-0123 |
        | something else          | tomorrow's message |
        | nothing, in a wrong way |                 -1 |

  @IN-1 @IF-5
  Rule: Silence is noticed from both sides, and quiet is not taken for silence

    Background:
      Given Ada has a conversation

    Scenario: The network swallows everything
      Given Ada is connected live 3 times
      When the network is black-holed
      Then service and clients of Ada have let go of each other within 3 seconds

    Scenario: Nothing happens
      When Ada connects live
      Then each live connection of Ada stands for another 3 seconds

    @own-process
    Scenario: The service stands still for a moment, which is nobody else's fault
      Given Ada is connected live 3 times
      When the service is frozen for 600 milliseconds
      Then each live connection of Ada stands for another 2 seconds

  @IF-5
  Rule: Who reads too slowly hurts nobody else

    Background:
      Given a live connection
        | is given up when silent for |   20 seconds |
        | may have missed             | 500 messages |
        | keeps waiting in memory     | 64 kilobytes |
      And Ada has a conversation
      And Ada is connected live 2 times
      And Ada has one more live connection, which is never read

    Scenario: The others are told at once, and memory is bounded
      When Ada adds 400 long messages
      Then each client of Ada is told of each message once and in order within 1 second
      And never more than 128 kilobytes waited in memory to be read

  @IF-5
  Rule: What is not read is let go, and goes on where it was when it is read again

    Background:
      Given Ada has a conversation
      And Ada is connected live 3 times
      And one live connection of Ada is no longer read

    Scenario: It reads on later
      Given the service has let go of the one that is not read within 5 seconds
      And Ada has added 40 messages
      When one live connection of Ada reads on
      Then each client of Ada is told of each message once and in order within 3 seconds

  @GD-2 @FR-4 @MO-3
  Rule: Everybody who is connected is told what is limited and what still works, within a second

    Background:
      Given each provider is guarded by a circuit breaker that
        | opens after        | 3 consecutive failures |
        | tries again after  |       300 milliseconds |
        | then admits trials |                      2 |
      And a provider that sends nothing for 1 second is given up
      And providers are checked every 100 milliseconds
      And Ada has a conversation

    Scenario Outline: <dependency> is <fault>
      Given Ada is connected live 2 times
      When <dependency> is <fault>
      Then each client of Ada is told "<level>", as anybody who looks, within 5 seconds
      And each client of Ada was told of every level within 1 second

      Examples: What is out
        | dependency   | fault     | level      |
        | the database | killed    | cache-only |
        | the database | frozen    | cache-only |
        | the database | read-only | degraded   |
        | the cache    | killed    | degraded   |

    Scenario: An outage that grows and heals
      Given Ada is connected live 2 times
      When dependencies fail one after another, and recover in reverse
        | name      | health     | level       |
        | primary   | is failing | degraded    |
        | secondary | is failing | limited     |
        | database  | killed     | cache-only  |
        | cache     | killed     | unavailable |
      Then each client of Ada is told "full", as anybody who looks, within 1 second
      And each client of Ada was told of every level within 1 second

    Scenario: Who connects in an outage is told with the first word
      Given the service level has become "cache-only" with the database killed and the cache well
      When Ada connects live in an outage
      Then the first word to Ada said "cache-only", and why

    Scenario: While nothing is wrong nobody is told that anything is
      Given Ada is connected live 2 times
      When Ada adds 20 messages
      Then nobody is told live of any trouble

  @IF-5 @DS-1
  Rule: Whoever is not to be let in is not kept either, whatever is out

    Background:
      Given Ada has a conversation

    Scenario: Strangers are not let in
      When a stranger connects live
      Then the client is not let in, and told "not_authenticated"

    Scenario: Whose sign-in has ended is not let in
      Given the sign-in of Ada has ended
      When Ada connects live
      Then the client is not let in, and told "sign_in_expired"

    Scenario Outline: The account is closed while the database is <database>, the cache <cache>
      Given Ada is connected live 2 times
      And the service level has become "<level>" with the database <database> and the cache <cache>
      When the account of Ada is closed
      Then each client of Ada is told "not_authenticated" and let go within 500 milliseconds, and stays away

      Examples: Levels
        | database | cache  | level       |
        | well     | well   | full        |
        | killed   | well   | cache-only  |
        | killed   | killed | unavailable |

    Scenario: The sign-in ends while connected
      Given Ada is connected live 2 times
      When the sign-in of Ada ends within 600 milliseconds
      Then each client of Ada is told "sign_in_expired" and let go within 500 milliseconds, and stays away

  @IF-5
  Rule: There is room for so many and no more, and who leaves makes room

    Background:
      Given a live connection
        | is one of at most, of one user | 3 |
      And Ada is connected live 3 times

    Scenario: One too many is told so
      When Ada connects live
      Then the client is not let in, and told "live_full"

    Scenario: Others have room of their own
      When Ben connects live
      Then each client of Ben is told "started" within 1 second

    Scenario: Who leaves makes room
      Given Ada has tried to connect live once more
      When another live connection of Ada ends
      Then the client that was not let in is let in within 2 seconds

  @IN-1 @IF-5 @alone @own-process
  Rule: A crowd that is cut off does not come back all at once

    Background:
      Given a live connection
        | comes back first within                  |  1 second |
        | comes back later within                  | 2 seconds |
        | stays away from one that stops for up to | 2 seconds |

    Scenario: The service is killed and started again
      Given 1000 clients of all users are connected live
      When the service is killed and started again
      Then all clients are connected again within 30 seconds
      And the clients came back spread over 1 second

    Scenario: The service stops and is started again
      Given 1000 clients of all users are connected live
      When the service is stopped and started again
      Then all clients are connected again within 30 seconds
      And each client was asked to come back, and why
      And the clients came back spread over 2 seconds

  @IN-1 @PR-2
  Rule: With the production defaults everybody is back within 30 seconds

    Background:
      Given the production defaults apply
      And Ada has a conversation
      And Ada is connected live 5 times

    @own-process
    Scenario: After the death of the service
      When the service is killed and started again
      Then all clients are connected again within 30 seconds

    Scenario: After the network has swallowed everything for a while
      When the network is black-holed for 13 seconds while Ada adds 30 messages
      Then each client of Ada is told of each message once and in order within 17 seconds
      And each client of Ada went on where it was
