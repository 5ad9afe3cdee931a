#define BOOST_TEST_MODULE rehearse
#include <boost/test/unit_test.hpp>
