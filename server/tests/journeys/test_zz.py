from tests.journeys.people import Colleague
async def test_zz(shop, windows):
    k = Colleague(await windows.open(), shop.address)
    await k.sign_in("klara@alderway.example")
    assert False
